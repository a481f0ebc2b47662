// All parts of the system, for tests that treat every part alike.
import { cooperation } from '../../cooperation/src/cooperation.js';
import { gateway } from '../../gateway/src/gateway.js';
import { networks } from '../../networks/src/networks.js';
import { projects } from '../../projects/src/projects.js';
import { representation } from '../../representation/src/representation.js';

export const services = [cooperation, representation, networks, projects];
export const door = gateway;
export const parts = [...services, door];
